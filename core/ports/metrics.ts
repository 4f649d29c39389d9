export interface Metric {
  name: string;
  value: number;
  unit: 'Count' | 'Percent' | 'None' | 'Seconds';
  dimensions?: Record<string, string>;
}

export interface Metrics {
  put(namespace: string, metrics: readonly Metric[]): Promise<void>;
}
