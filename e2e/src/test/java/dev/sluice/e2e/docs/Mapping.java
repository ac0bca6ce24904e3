package dev.sluice.e2e.docs;

import java.util.List;

/**
 * One {@code @ConfigMapping} interface.
 *
 * @param prefix what its keys begin with
 * @param module where it is
 * @param sentence what it is about
 * @param settings its keys in the order of the source, those of nested groups in their place
 */
record Mapping(String prefix, String module, String sentence, List<Setting> settings) {}
