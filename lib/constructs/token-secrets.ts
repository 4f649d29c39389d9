import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { allow, reasons } from '../allow.ts';

export interface TokenSecretsProps {
  name: string;
  journalName: string;
  /** Whether the token's secret is there already. */
  adopted: boolean;
}

/** The LinkedIn token, and the journal that keeps a refreshed one should its own secret not take it. */
export class TokenSecrets extends Construct {
  readonly token: ISecret;
  readonly journal: ISecret;

  constructor(scope: Construct, id: string, { name, journalName, adopted }: TokenSecretsProps) {
    super(scope, id);
    this.token = adopted
      ? Secret.fromSecretNameV2(this, 'Adopted', name)
      : kept(this, 'Token', name, 'LinkedIn token; npm run ads -- authorize --aws fills it');
    this.journal = kept(this, 'Journal', journalName, 'A refreshed LinkedIn token that its secret did not take yet');
  }

  grantRead(role: Role): void {
    this.#allow(role, ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], this.token);
  }

  /** What the four steps of a rotation do. */
  grantRotate(role: Role): void {
    this.grantRead(role);
    this.#allow(role, ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'], this.token);
    this.#allow(
      role,
      ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue'],
      this.journal,
    );
  }

  #allow(role: Role, actions: string[], { secretFullArn, secretArn }: ISecret): void {
    // an adopted secret is known by its name alone
    allow(role, { actions, resources: [secretFullArn ?? `${secretArn}-??????`], because: reasons.namedByAws });
  }
}

/** Begins as an empty object, which says "nobody has authorised yet"; left out, AWS would put a random password there. */
function kept(scope: Construct, id: string, name: string, description: string): Secret {
  const secret = new Secret(scope, id, {
    secretName: name,
    description,
    removalPolicy: RemovalPolicy.RETAIN,
    secretStringValue: SecretValue.unsafePlainText('{}'),
  });
  acknowledge(secret, 'AwsSolutions-SMG4');
  return secret;
}
