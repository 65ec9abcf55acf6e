package io.github.pgchime;

/**
 * Where the password comes from. It is asked at every connect, so a token that rotates is always the newest one.
 *
 * <p>It is called on the thread that connects, and may be called by several threads at once.
 */
@FunctionalInterface
public interface PasswordSupplier {

    /**
     * The password in an array of its own, which pgchime overwrites after use; an empty array for no password.
     *
     * <p>A {@link ConnectionLostException} that it throws is worth another attempt; any other exception counts as a
     * mistake in the configuration, which ends a feed that was never live. It is interrupted when connecting is given up.
     */
    char[] password();

    /**
     * A password that stays the same.
     *
     * @param password is copied, so it can be overwritten afterwards
     */
    static PasswordSupplier of(char[] password) {
        char[] kept = password.clone();
        return kept::clone;
    }
}
