/**
 * Every error that a person may meet. A message says what is wrong; `remedy` says what to do next. SDK and engine errors are
 * translated into these by the adapters, with the original kept as `cause`.
 */
export class AdsError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.remedy = remedy;
  }
}

/** The configuration file is not what the schema says. */
export class ConfigError extends AdsError {
  constructor(file: string, problems: string[]) {
    super(`${file} is not valid:\n  ${problems.join('\n  ')}`, `Fix the keys named above in ${file}.`);
  }
}

/** The command line is not what the command takes. */
export class UsageError extends AdsError {}

/** A data folder is of the wrong kind, or newer than this release. */
export class DataFolderError extends AdsError {}

/** A file that was given for import cannot be taken as a whole. Single bad rows go to quarantine instead. */
export class ImportRefusedError extends AdsError {
  readonly file: string;
  readonly reason: string;

  constructor(file: string, reason: string, remedy: string, options?: ErrorOptions) {
    super(`${file} was not imported: ${reason}`, remedy, options);
    this.file = file;
    this.reason = reason;
  }
}

/** An object key that no store can have: empty parts, `..`, a leading slash. */
export class InvalidKeyError extends AdsError {
  constructor(key: string) {
    super(
      `"${key}" is not an object key`,
      'Keys come from core/contracts/keys.ts: parts joined by "/", no "..", no leading "/".',
    );
  }
}

/** A conditional write lost: someone else wrote the object first. */
export class ObjectConflictError extends AdsError {
  constructor(key: string) {
    super(`${key} was changed by someone else`, 'Read it again and apply the change to what is there now.');
  }
}

/** Stored data does not have the shape that its contract says. */
export class StoredDataError extends AdsError {
  constructor(key: string, problem: string, options?: ErrorOptions) {
    super(
      `${key} cannot be read: ${problem}`,
      'Restore the object from a backup, or delete it and run the stage again.',
      options,
    );
  }
}

/** Another process holds the warehouse. */
export class WarehouseBusyError extends AdsError {
  constructor(file: string, holder: string, waitedSeconds: number, options?: ErrorOptions) {
    super(
      `The database ${file} is in use by ${holder}; waited ${waitedSeconds} s`,
      'Let the other command finish, or end that process, then run this one again. Nothing was changed.',
      options,
    );
  }
}

/** A query failed, or a check found rows that must not be there. */
export class WarehouseError extends AdsError {}

/** The caller lacks a permission, or its credentials are missing or expired. */
export class NotPermittedError extends AdsError {}

/** A service that the pipeline depends on refused or did not answer. Running the stage again is safe. */
export class ServiceError extends AdsError {}
