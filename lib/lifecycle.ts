import { Duration } from 'aws-cdk-lib';
import { type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import { type Folder, folders } from '../core/contracts/keys.ts';

/** Old versions are for undoing a mistake: a week for what can be made again, a quarter for what people and money rest on. */
const oldVersionDays: Record<Folder, number> = {
  raw: 7,
  quarantine: 7,
  processed: 7,
  state: 7,
  warehouse: 7,
  copy: 7,
  decisions: 90,
  control: 90,
  models: 90,
};

/** Current objects. What is not named stays as it is: `warehouse/` never moves, or old facts would be slow or dear to read. */
const current: Partial<Record<Folder, Omit<LifecycleRule, 'id' | 'prefix'>>> = {
  raw: { expiration: Duration.days(90) },
  processed: {
    transitions: [
      { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) },
      // read at once, unlike the other kinds of Glacier: no reader meets a frozen object
      { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(90) },
    ],
  },
};

/** A rule per folder; one for all would cut short the longer ones. */
export const dataLifecycle: LifecycleRule[] = (Object.keys(folders) as Folder[]).map((folder) => ({
  id: folder,
  prefix: folders[folder],
  noncurrentVersionExpiration: Duration.days(oldVersionDays[folder]),
  abortIncompleteMultipartUploadAfter: Duration.days(7),
  ...current[folder],
}));

/** For buckets whose objects are of passing use. */
export const expireAfter = (days: number): LifecycleRule[] => [
  {
    id: 'expire',
    expiration: Duration.days(days),
    noncurrentVersionExpiration: Duration.days(7),
    abortIncompleteMultipartUploadAfter: Duration.days(7),
  },
];
