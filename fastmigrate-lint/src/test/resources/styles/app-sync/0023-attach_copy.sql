attach 'file:archive?mode=memory' as archive;
create table archive.message as select * from message where flags & 4;
detach archive;
