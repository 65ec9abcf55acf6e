/** A server that plays scripts: what it says, what it expects, written independently of the codec under test. */
@NullMarked
package io.github.pgchime.testkit.script;

import org.jspecify.annotations.NullMarked;
