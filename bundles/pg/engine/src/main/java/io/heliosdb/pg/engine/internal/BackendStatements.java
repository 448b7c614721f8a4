package io.heliosdb.pg.engine.internal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is prepared on a connection, the one used last at the end; and whose unnamed statement it has. */
final class BackendStatements {
    private static final float LOAD = 0.75f;
    private static final int INITIAL_CAPACITY = 16;

    private final Map<Definition, Boolean> prepared = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD, true);
    private Object unnamedOwner;
    private int unnamedNumber;

    /** Whether it is there; if so, it counts as used. */
    boolean touch(Definition definition) {
        return prepared.get(definition) != null;
    }

    void add(Definition definition) {
        prepared.put(definition, true);
    }

    /** @return whether it was there */
    boolean remove(Definition definition) {
        return prepared.remove(definition) != null;
    }

    int size() {
        return prepared.size();
    }

    /** Takes away the one that was not used for the longest time. */
    Definition removeEldest() {
        Iterator<Definition> eldestFirst = prepared.keySet().iterator();
        Definition eldest = eldestFirst.next();
        eldestFirst.remove();
        return eldest;
    }

    /** @return what was there */
    List<Definition> clear() {
        List<Definition> all = List.copyOf(prepared.keySet());
        prepared.clear();
        unnamedOwner = null;
        return all;
    }

    /** @param number tells apart the unnamed statements of one owner */
    void unnamed(Object owner, int number) {
        unnamedOwner = owner;
        unnamedNumber = number;
    }

    boolean hasUnnamedOf(Object owner, int number) {
        return unnamedOwner == owner && unnamedNumber == number;
    }

    boolean hasUnnamed() {
        return unnamedOwner != null;
    }
}
