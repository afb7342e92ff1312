-- the column was added by hand in production
/* nothing to do */
