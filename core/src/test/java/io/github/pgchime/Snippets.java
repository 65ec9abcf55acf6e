package io.github.pgchime;

import static io.github.pgchime.change.CreateSlot.IF_MISSING;

import io.github.pgchime.change.Change;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.Delete;
import io.github.pgchime.change.Insert;
import io.github.pgchime.change.Message;
import io.github.pgchime.change.Row;
import io.github.pgchime.change.Transaction;
import io.github.pgchime.change.Truncate;
import io.github.pgchime.change.Update;
import io.github.pgchime.notify.Gap;
import io.github.pgchime.notify.Notification;
import io.github.pgchime.notify.Notifier;
import io.github.pgchime.notify.NotifierListener;
import io.github.pgchime.notify.NotifyEvent;
import io.github.pgchime.notify.NotifyPublisher;
import io.github.pgchime.notify.Subscription;
import io.github.pgchime.notify.pgjdbc.PgJdbcSessions;
import io.github.pgchime.nudge.Batch;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.Resync;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import org.postgresql.ds.PGSimpleDataSource;

/** The Java that README.md and docs/ show, as an application would write it: here it has to compile. */
abstract class Snippets {

    abstract void reloadEverything();

    abstract void reload(Collection<TableName> tables);

    abstract void refresh(String key);

    abstract void refreshEverything();

    abstract void work(NotifyEvent event);

    abstract void log(String line);

    abstract void index(TableName table, Row row);

    abstract void remove(TableName table, Row key);

    abstract void clear(Collection<TableName> tables);

    abstract void outbox(String prefix, byte[] content);

    void changes() {
        try (ChangeStream stream = ChangeStream.builder("postgresql://cdc@db/shop")
                .slot("shop_cdc")
                .publication("shop_pub")
                .createSlot(IF_MISSING)
                .open()) {
            for (Transaction tx : stream) {
                for (Change change : tx) {
                    switch (change) {
                        case Insert i -> index(i.table(), i.after());
                        case Update u -> index(u.table(), u.after());
                        case Delete d -> remove(d.table(), d.key());
                        case Truncate t -> clear(t.tables());
                        case Message m -> outbox(m.prefix(), m.content());
                    }
                }
                stream.acknowledge(tx);
            }
        }
    }

    void nudge() {
        try (NudgeFeed feed = NudgeFeed.builder("postgresql://wal_user@db.example.com/app")
                .tables("public.orders", "public.stations")
                .debounce(Duration.ofMillis(50))
                .open()) {
            for (FeedItem item : feed) {
                switch (item) {
                    case Resync resync -> reloadEverything();
                    case Batch batch -> reload(batch.tables());
                }
            }
        }
    }

    void notifier() {
        try (Notifier notifier =
                Notifier.builder("postgresql://app@localhost/shop").build()) {
            Subscription orders = notifier.subscribe("orders", event -> {
                switch (event) {
                    case Notification n -> refresh(n.payload());
                    case Gap gap -> refreshEverything(); // connected, reconnected, overflow, handler trouble
                }
            });
            notifier.publish("orders", "42");
            orders.close();
        }
    }

    void publisher() {
        try (NotifyPublisher publisher = NotifyPublisher.to("postgresql://app@localhost/shop")) {
            publisher.publish("orders", "42");
        }
    }

    void jdbc(Connection connection) throws SQLException {
        try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            notify.setString(1, "orders");
            notify.setString(2, "42");
            notify.execute();
        }
    }

    void subscription(Notifier notifier) {
        Subscription work = notifier.subscription("orders", "invoices")
                .buffer(10_000)
                .handlerTimeout(Duration.ofMinutes(5))
                .parallelism(8)
                .subscribe(event -> work(event));
        work.close();
    }

    void iteration(Notifier notifier) {
        try (Subscription orders = notifier.subscription("orders").subscribe()) {
            for (NotifyEvent event : orders) {
                work(event);
            }
        }
    }

    void dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL("jdbc:postgresql://localhost/shop");
        dataSource.setUser("app");
        Notifier notifier = Notifier.builder(PgJdbcSessions.of(dataSource)).build();
        notifier.close();
    }

    void listener() {
        Notifier notifier = Notifier.builder("postgresql://app@localhost/shop")
                .listener(new NotifierListener() {
                    @Override
                    public void onReconnected(Reconnected event) {
                        log("again after " + event.outage() + " and " + event.attempts() + " attempts");
                    }
                })
                .build();
        log(notifier.statistics().dropped() + " dropped");
        notifier.close();
    }
}
