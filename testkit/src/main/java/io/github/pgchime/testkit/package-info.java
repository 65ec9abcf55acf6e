/** What the tests run against: real servers of every major, a scripted one, faults on the wire, certificates. */
@NullMarked
package io.github.pgchime.testkit;

import org.jspecify.annotations.NullMarked;
