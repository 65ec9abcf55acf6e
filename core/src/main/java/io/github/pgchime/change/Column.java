package io.github.pgchime.change;

/**
 * A column of a table, as it was when the row was written.
 *
 * @param name as the catalog has it
 * @param type the oid of its type, unsigned
 * @param typeModifier such as a length; -1 for none
 * @param key whether it is part of the table's replica identity
 */
public record Column(String name, int type, int typeModifier, boolean key) {}
