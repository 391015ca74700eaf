package com.versaai.hub.reload;

import java.util.Map;
import java.util.function.Function;

/**
 * Classes that were compiled together. Those of other files are asked for when they are needed and not kept: a file that uses a
 * changed one is always compiled with it, so an old loader never holds on to newer ones, nor a new one to all before it.
 */
final class RouteClassLoader extends ClassLoader {

    private final Map<String, byte[]> own;
    private final Function<String, Class<?>> others;

    RouteClassLoader(ClassLoader parent, Map<String, byte[]> own, Function<String, Class<?>> others) {
        super("routes", parent);
        this.own = own;
        this.others = others;
    }

    /** What was compiled from the files goes before what is on the class path: an IDE has route classes of its own there. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            byte[] code = loaded == null ? own.get(name) : null;
            if (code != null) {
                loaded = defineClass(name, code, 0, code.length);
            }
            if (loaded == null) {
                loaded = others.apply(name);
            }
            return loaded != null ? loaded : super.loadClass(name, resolve);
        }
    }
}
