import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type Folder, folders } from '../../core/contracts/keys.ts';
import { allow, explainWildcard, reasons } from '../allow.ts';
import { dataLifecycle } from '../lifecycle.ts';
import { PrivateBucket } from './private-bucket.ts';

export interface DataStoreProps {
  name: string;
  /** Whether the bucket is there already: then its rules and its policy stay as they are. */
  adopted: boolean;
  accessLogs: Bucket;
  /** ARNs of the roles that may write `control/`; `*` stands for anything. */
  controllers: readonly string[];
}

/** The bucket of all data. Rights are given by folder. */
export class DataStore extends Construct {
  readonly bucket: IBucket;
  readonly #name: string;
  readonly #adopted: boolean;

  constructor(scope: Construct, id: string, { name, adopted, accessLogs, controllers }: DataStoreProps) {
    super(scope, id);
    this.#name = name;
    this.#adopted = adopted;
    if (adopted) {
      this.bucket = Bucket.fromBucketName(this, 'Adopted', name);
      return;
    }
    const bucket = new PrivateBucket(this, 'Data', { name, accessLogs, lifecycle: dataLifecycle });
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PeopleAloneControl',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: writingObjects,
        resources: [bucket.arnForObjects(`${folders.control}*`)],
        conditions: { ArnNotLike: { 'aws:PrincipalArn': [...controllers] } },
      }),
    );
    this.bucket = bucket;
  }

  /** For every role that works here and is no person's. The bucket's policy says the same, but for a bucket that was there already. */
  denyControl(role: Role): void {
    if (!this.#adopted) return;
    const control = bucketArn(this, `${this.#name}/${folders.control}*`);
    role.addToPolicy(
      new PolicyStatement({
        sid: 'PeopleAloneControl',
        effect: Effect.DENY,
        actions: writingObjects,
        resources: [control],
      }),
    );
    explainWildcard(role, control, reasons.folder);
  }

  grantRead(role: Role, wanted: readonly Folder[]): void {
    this.#grant(role, ['s3:GetObject'], wanted);
  }

  /** The keys of the bucket: without that right a missing object looks like a forbidden one. */
  grantList(role: Role): void {
    allow(role, { actions: ['s3:ListBucket', 's3:GetBucketLocation'], resources: [bucketArn(this, this.#name)] });
  }

  grantWrite(role: Role, wanted: readonly Folder[]): void {
    this.#grant(role, ['s3:PutObject', 's3:AbortMultipartUpload'], wanted);
  }

  grantDelete(role: Role, wanted: readonly Folder[]): void {
    this.#grant(role, ['s3:DeleteObject'], wanted);
  }

  #grant(role: Role, actions: string[], wanted: readonly Folder[]): void {
    const resources = wanted.map((folder) => bucketArn(this, `${this.#name}/${folders[folder]}*`));
    allow(role, { actions, resources, because: reasons.folder });
  }

  /** For a location such as Athena's external tables have. */
  get url(): string {
    return `s3://${this.bucket.bucketName}`;
  }
}

const writingObjects = ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'];

/** A bucket, or objects in it, by name: policies that bear names can be read. */
export const bucketArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({ service: 's3', region: '', account: '', resource: name });

/** A role of the account, by its name. */
export const roleArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: name });
