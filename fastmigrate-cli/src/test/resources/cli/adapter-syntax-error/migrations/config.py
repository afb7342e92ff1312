def get_connection(db:
    pass
