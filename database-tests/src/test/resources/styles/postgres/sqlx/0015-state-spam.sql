alter type comment_state add value if not exists 'spam' before 'removed';
