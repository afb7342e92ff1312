create index follow_followed on follow (followed);
