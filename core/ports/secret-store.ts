export type Secret = Record<string, string>;

export interface SecretStore {
  /** Undefined when there is no such secret. */
  read(name: string): Promise<Secret | undefined>;
  write(name: string, secret: Secret): Promise<void>;
}
