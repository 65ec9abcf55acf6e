package io.github.pgchime.app.demo;

import java.util.Iterator;
import java.util.List;

/** What happens in the shop: a day that repeats with other customers, with one cut on the first. */
final class Programme implements Iterator<Scene> {

    private static final List<String> CUSTOMERS =
            List.of("Ada", "Grace", "Edsger", "Barbara", "Donald", "Frances", "Tony");
    private static final List<String> ITEMS = List.of("espresso", "cortado", "flat white", "mocha", "croissant");

    private static final String NEWEST = "(SELECT max(id) FROM shop.orders)";

    private int at;
    private int guests;

    /** There is always another scene. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Scene next() {
        boolean firstDay = at < 10;
        return switch (at++ % 10) {
            case 0 -> order();
            case 1 ->
                new Scene.Commit(
                        "station 2 brews it", "UPDATE shop.stations SET brewing = " + NEWEST + " WHERE id = 2");
            case 2 -> firstDay ? new Scene.Cut("someone orders", sale()) : order();
            case 3 ->
                new Scene.Commit(
                        "the order is served",
                        "UPDATE shop.orders SET served = true WHERE id = " + NEWEST,
                        "UPDATE shop.stations SET brewing = NULL WHERE id = 2");
            case 4 ->
                new Scene.Commit(
                        "500 customers are imported",
                        "INSERT INTO shop.customers (name) SELECT 'customer ' || n FROM generate_series(1, 500) n");
            case 5 -> new Scene.Rollback("an order is rolled back", sale());
            case 6 -> new Scene.Commit("prices rise by 5 %", "UPDATE shop.stock SET cents = cents * 1.05");
            case 7 -> order();
            case 8 -> new Scene.Commit("every customer gets a point", "UPDATE shop.customers SET points = points + 1");
            default -> new Scene.Commit("the till is emptied (TRUNCATE)", "TRUNCATE shop.orders");
        };
    }

    private Scene order() {
        String customer = CUSTOMERS.get(guests % CUSTOMERS.size());
        String item = ITEMS.get(guests % ITEMS.size());
        return new Scene.Commit(customer + " orders: " + item, sale());
    }

    private String[] sale() {
        String customer = CUSTOMERS.get(guests % CUSTOMERS.size());
        String item = ITEMS.get(guests++ % ITEMS.size());
        return new String[] {
            "INSERT INTO shop.orders (customer, item) VALUES ('" + customer + "', '" + item + "')",
            "UPDATE shop.stock SET left_over = left_over - 1 WHERE item = '" + item + "'"
        };
    }
}
