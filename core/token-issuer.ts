/** Who issues access tokens and knows their state. */

export interface OAuthClient {
  clientId: string;
  clientSecret: string;
}

/** Instants are ISO; null where the answer does not say. */
export interface IssuedToken {
  access_token: string;
  expires_at: string | null;
  /** The old one where the platform sent none. */
  refresh_token: string;
  refresh_token_expires_at: string | null;
  scopes: string[];
}

export interface TokenState {
  active: boolean;
  status: 'active' | 'expired' | 'revoked' | 'unknown';
  expires_at: string | null;
  scopes: string[];
}

export interface TokenIssuer {
  refresh(client: OAuthClient, refreshToken: string): Promise<IssuedToken>;
  introspect(client: OAuthClient, accessToken: string): Promise<TokenState>;
}
