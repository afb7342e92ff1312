drop index message_sender;
create index message_sender on message (sender);
