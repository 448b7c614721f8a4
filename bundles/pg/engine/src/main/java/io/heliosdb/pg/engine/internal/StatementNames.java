package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** The prepared statements of a session by the names that its client gave them. Looks names up where they lie in a message. */
final class StatementNames {
    private static final int INITIAL_BUCKETS = 16;

    /** A name and what it stands for. */
    static final class Entry {
        private final byte[] name;
        private final int hash;
        private final Definition definition;
        private Entry next;

        private Entry(byte[] name, int hash, Definition definition) {
            this.name = name;
            this.hash = hash;
            this.definition = definition;
        }

        byte[] name() {
            return name;
        }

        Definition definition() {
            return definition;
        }

        /** The same error with the client's name for the statement. */
        HeliosException rename(HeliosException error) {
            Map<Field, String> fields = new EnumMap<>(Field.class);
            for (Field field : Field.values()) {
                error.field(field).ifPresent(value -> fields.put(field, value));
            }
            String text = new String(name, StandardCharsets.UTF_8);
            return new HeliosException(
                    error.sqlState(), error.getMessage().replace(definition.toString(), text), fields);
        }
    }

    private Entry[] buckets = new Entry[INITIAL_BUCKETS];
    private int size;

    int size() {
        return size;
    }

    /** The entry of a name that lies in a buffer, or null. */
    Entry find(ByteBuf in, int from, int length) {
        int hash = hash(in, from, length);
        for (Entry entry = buckets[hash & (buckets.length - 1)]; entry != null; entry = entry.next) {
            if (entry.hash == hash && isName(entry.name, in, from, length)) {
                return entry;
            }
        }
        return null;
    }

    /** Adds a name that is not there yet. */
    Entry add(ByteBuf in, int from, int length, Definition definition) {
        byte[] name = new byte[length];
        in.getBytes(from, name);
        Entry entry = new Entry(name, hash(in, from, length), definition);
        add(entry);
        return entry;
    }

    /** Adds an entry again that was removed. */
    void add(Entry entry) {
        if (size >= buckets.length) {
            grow();
        }
        link(entry);
        size++;
    }

    /** @return whether it was there */
    boolean remove(Entry removed) {
        int bucket = removed.hash & (buckets.length - 1);
        Entry before = null;
        for (Entry entry = buckets[bucket]; entry != null; entry = entry.next) {
            if (entry == removed) {
                if (before == null) {
                    buckets[bucket] = entry.next;
                } else {
                    before.next = entry.next;
                }
                entry.next = null;
                size--;
                return true;
            }
            before = entry;
        }
        return false;
    }

    /** Removes all, and tells each. */
    void clear(Consumer<Entry> removed) {
        Entry[] last = buckets;
        buckets = new Entry[INITIAL_BUCKETS];
        size = 0;
        for (Entry bucket : last) {
            for (Entry entry = bucket; entry != null; ) {
                Entry next = entry.next;
                entry.next = null;
                removed.accept(entry);
                entry = next;
            }
        }
    }

    private void grow() {
        Entry[] last = buckets;
        buckets = new Entry[2 * last.length];
        for (Entry bucket : last) {
            for (Entry entry = bucket; entry != null; ) {
                Entry next = entry.next;
                link(entry);
                entry = next;
            }
        }
    }

    private void link(Entry entry) {
        int bucket = entry.hash & (buckets.length - 1);
        entry.next = buckets[bucket];
        buckets[bucket] = entry;
    }

    private static int hash(ByteBuf in, int from, int length) {
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + in.getByte(i);
        }
        return hash ^ (hash >>> 16);
    }

    private static boolean isName(byte[] name, ByteBuf in, int from, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != in.getByte(from + i)) {
                return false;
            }
        }
        return true;
    }
}
