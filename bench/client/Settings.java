package bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What bench/run hands over.
 *
 * @param javaHome of the hub
 * @param flags    of the hub's JVM
 * @param hub      folder with hub.jar
 * @param extra    folder with the bare endpoint's class
 * @param work     for data and logs, emptied afterwards
 * @param results  file the rows are added to
 * @param parts    which measurements: letters of abcdefghi
 * @param port     the hub's; the next four are the broker's, the simulators', part g's upstream and the other gateway's
 * @param quick    a tenth of everything, to try the harness
 * @param hang     seconds a destination hangs in part e
 */
record Settings(Path javaHome, List<String> flags, Path hub, Path extra, Path work, Path results, String parts, int port,
                boolean quick, int hang, List<String> hubArguments) {

    static Settings fromSystem() {
        return new Settings(Path.of(text("java")), List.of(text("flags").split(" +")), Path.of(text("hub")).toAbsolutePath(),
                Path.of(text("extra")).toAbsolutePath(), Path.of(text("work")).toAbsolutePath(), Path.of(text("results")),
                text("parts"), Integer.getInteger("bench.port"), Boolean.getBoolean("bench.quick"), Integer.getInteger("bench.hang"),
                text("hub-arguments").isBlank() ? List.of() : List.of(text("hub-arguments").split(" +")));
    }

    boolean does(char part) {
        return parts.indexOf(part) >= 0;
    }

    int scaled(int full) {
        return quick ? Math.max(1, full / 10) : full;
    }

    private static String text(String name) {
        return System.getProperty("bench." + name, "");
    }
}
