package io.github.pgchime.decode;

/** A payload as a textual plugin writes it, and what it says. */
record Sample(String text, LogicalMessage message) {

    Payload payload() {
        return Payload.text(text);
    }
}
