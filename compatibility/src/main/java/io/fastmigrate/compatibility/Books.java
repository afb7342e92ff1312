package io.fastmigrate.compatibility;

import org.springframework.data.repository.ListCrudRepository;

/** A repository of Spring Data JDBC. */
public interface Books extends ListCrudRepository<Book, Long> {}
