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

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] code = own.get(name);
        if (code != null) {
            return defineClass(name, code, 0, code.length);
        }
        Class<?> other = others.apply(name);
        if (other == null) {
            throw new ClassNotFoundException(name);
        }
        return other;
    }
}
