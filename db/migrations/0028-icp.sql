-- Why a version of the ideal customer profile was written; unknown for the versions before this.
alter table icp add column why text;
