package io.heliosdb.sql.template;

/**
 * What a {@link TranslationCache} did since it was made.
 *
 * @param hits statements that were planned without a translation
 * @param misses statements that were translated
 * @param evictions entries that went for want of room
 * @param entries that are kept now, as a good estimate
 * @param weight of them in characters, as a good estimate
 */
public record CacheStatistics(long hits, long misses, long evictions, long entries, long weight) {}
