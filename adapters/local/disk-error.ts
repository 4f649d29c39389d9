import { AdsError } from '../../core/errors.ts';

/** Whether an error of `node:fs` has one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Nothing is there: no such name, a file where a folder would have to be, the reverse, or a name no disk can have. */
export function meansAbsent(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG');
}

/** The limits that a disk has and S3 has not, in a person's words; any other error comes back as it was. */
export function asPlacementError(key: string, error: unknown): unknown {
  if (hasCode(error, 'ENAMETOOLONG')) {
    return new AdsError(
      `${key} has a part that is too long for a file name`,
      'Shorten the account, file or run name it was made from: a part has 255 bytes at most.',
      { cause: error },
    );
  }
  if (hasCode(error, 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY')) {
    return new AdsError(
      `${key} cannot be stored: on a disk one name is either an object or the folder of other objects`,
      'Delete the object or the folder of that name if it is not needed, or choose another name.',
      { cause: error },
    );
  }
  return error;
}
