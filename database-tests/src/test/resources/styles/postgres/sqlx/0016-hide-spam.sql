update comment set state = 'spam' where body ilike '%casino%';
