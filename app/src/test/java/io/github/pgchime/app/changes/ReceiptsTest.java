package io.github.pgchime.app.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReceiptsTest {

    private final List<String> acknowledged = new ArrayList<>();
    private final Receipts<String> receipts = new Receipts<>(acknowledged::add);

    @Test
    void thing_isAcknowledged_onceItsLastByteIsHandedOn() {
        receipts.added("one", 10);
        receipts.added("two", 30);
        receipts.added("three", 31);
        receipts.handedOn(9);
        assertThat(acknowledged).isEmpty();
        receipts.handedOn(30);
        assertThat(acknowledged).containsExactly("one", "two");
        receipts.handedOn(31);
        receipts.handedOn(31);
        assertThat(acknowledged).containsExactly("one", "two", "three");
    }

    @Test
    void thing_withoutAByte_isAcknowledgedAtOnce() {
        receipts.added("nothing", 0);
        assertThat(acknowledged).containsExactly("nothing");
        receipts.added("one", 10);
        receipts.added("nothing more", 10);
        assertThat(acknowledged).containsExactly("nothing", "nothing more");
        receipts.handedOn(10);
        assertThat(acknowledged).containsExactly("nothing", "nothing more", "one");
    }
}
