package io.fastmigrate.reactive;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.TransactionManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class FruitsController {

    private final Fruits fruits;
    private final ObjectProvider<TransactionManager> managers;
    private final ObjectProvider<DataSource> dataSources;

    FruitsController(
            Fruits fruits, ObjectProvider<TransactionManager> managers, ObjectProvider<DataSource> dataSources) {
        this.fruits = fruits;
        this.managers = managers;
        this.dataSources = dataSources;
    }

    /** Adds a fruit, and fails to add another one. */
    @GetMapping("/fruits")
    Map<String, Object> fruits() {
        fruits.add(2, "plum").block();
        boolean failed = fruits.addAndFail(3, "pear").map(added -> false).onErrorReturn(true).block();
        return Map.of(
                "failed", failed,
                "fruits", fruits.count(),
                "managers", managers.stream().count(),
                "dataSources", dataSources.stream().count());
    }
}
