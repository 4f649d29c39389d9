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

/** What a person's consent is exchanged for. Applications that may not refresh get no refresh token. */
export interface GrantedToken extends Omit<IssuedToken, 'refresh_token'> {
  refresh_token: string | null;
}

/** What the browser came back with, and the address it came back to. */
export interface Consent {
  code: string;
  redirectUrl: string;
}

export interface TokenState {
  active: boolean;
  status: 'active' | 'expired' | 'revoked' | 'unknown';
  expires_at: string | null;
  scopes: string[];
}

export interface TokenIssuer {
  grant(client: OAuthClient, consent: Consent): Promise<GrantedToken>;
  /** GrantRefusedError when only a person can help. */
  refresh(client: OAuthClient, refreshToken: string): Promise<IssuedToken>;
  introspect(client: OAuthClient, accessToken: string): Promise<TokenState>;
}
