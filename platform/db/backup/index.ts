// Everything in the database as one file, and back: of one moment, whole or not at all, by any login that owns the tables, on any server
// that the schema runs on. Row-level security keeps `pg_dump` of such a login from reading anything.
export { BackupProblem } from './format.ts'
export { restoreBackup, type Restored } from './restore-backup.ts'
export { writeBackup, type Backup } from './write-backup.ts'
