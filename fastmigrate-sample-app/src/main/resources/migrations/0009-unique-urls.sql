-- 0008 is a Java migration: it gave equal addresses equal spelling and merged what was twice.
CREATE UNIQUE INDEX bookmark_url ON bookmark (url);
