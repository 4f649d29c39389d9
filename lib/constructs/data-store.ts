import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type Folder, folders } from '../../core/keys.ts';
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

  constructor(scope: Construct, id: string, { name, adopted, accessLogs, controllers }: DataStoreProps) {
    super(scope, id);
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
        actions: ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
        resources: [bucket.arnForObjects(`${folders.control}*`)],
        conditions: { ArnNotLike: { 'aws:PrincipalArn': [...controllers] } },
      }),
    );
    this.bucket = bucket;
  }

  /** Besides the keys of the bucket: without that right a missing object looks like a forbidden one. */
  grantRead(grantee: IGrantable, wanted: readonly Folder[]): void {
    if (wanted.length > 0) this.#grant(grantee, ['s3:GetObject'], wanted);
  }

  grantList(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:ListBucket', 's3:GetBucketLocation'], resources: [this.bucket.bucketArn] }),
    );
  }

  grantWrite(grantee: IGrantable, wanted: readonly Folder[]): void {
    if (wanted.length > 0) this.#grant(grantee, ['s3:PutObject', 's3:AbortMultipartUpload'], wanted);
  }

  grantDelete(grantee: IGrantable, wanted: readonly Folder[]): void {
    if (wanted.length > 0) this.#grant(grantee, ['s3:DeleteObject'], wanted);
  }

  #grant(grantee: IGrantable, actions: string[], wanted: readonly Folder[]): void {
    const resources = wanted.map((folder) => this.bucket.arnForObjects(`${folders[folder]}*`));
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
  }

  /** For a location such as Athena's external tables have. */
  get url(): string {
    return `s3://${this.bucket.bucketName}`;
  }
}

/** A role of the account, by its name. */
export const roleArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: name });
