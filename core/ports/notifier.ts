export interface Notification {
  severity: 'info' | 'warning' | 'error';
  subject: string;
  /** Plain text. */
  body: string;
}

export interface Notifier {
  notify(notification: Notification): Promise<void>;
}
