package com.versaai.hub.lint;

import java.util.Comparator;
import java.util.Set;
import org.apache.camel.catalog.SuggestionStrategy;

/** "Did you mean": names a few letters away. */
final class SimilarNames implements SuggestionStrategy {

    private static final int FARTHEST = 3;
    private static final int MOST = 2;

    @Override
    public String[] suggestEndpointOptions(Set<String> names, String unknown) {
        return names.stream().filter(name -> distance(name, unknown) <= Math.min(FARTHEST, unknown.length() / 2))
                .sorted(Comparator.<String>comparingInt(name -> distance(name, unknown)).thenComparing(name -> name))
                .limit(MOST).toArray(String[]::new);
    }

    /** Levenshtein: letters to add, remove or change. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int i = 0; i <= other.length(); i++) {
            row[i] = i;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int changed = diagonal + (Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1)) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
