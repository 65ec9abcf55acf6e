package io.github.pgchime.app;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: pgchime's, and the Java it runs on. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        // The jar's manifest holds it; classes run from a folder have none.
        String own = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return new String[] {"pgchime " + own + " (Java " + Runtime.version().feature() + ")"};
    }
}
