package cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completion of shells, made of the same table as help. */
final class Completion {

    private final Terminal terminal;
    private List<Command> commands;

    Completion(Terminal terminal) {
        this.terminal = terminal;
    }

    int run(Line line) {
        // Not before: this command is one of them.
        commands = Commands.all(new Session(terminal, Map.of()));
        String shell = line.atMost(1).word(0, "bash or zsh");
        terminal.line(switch (shell) {
            case "bash" -> bash();
            case "zsh" -> zsh();
            default -> throw line.wrong("There is completion for bash and zsh, not for " + Shown.line(shell) + '.');
        });
        return 0;
    }

    private String bash() {
        StringBuilder text = new StringBuilder("""
                # bash completion of bin/hub, made by: bin/hub completion bash
                _hub_files() {
                    local IFS=$'\\n'
                    compopt -o filenames 2>/dev/null
                    COMPREPLY+=($(compgen -f -- "$1"))
                }
                _hub() {
                    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
                    COMPREPLY=()
                    if [ "$COMP_CWORD" -eq 1 ]; then
                        COMPREPLY=($(compgen -W "%s help --help" -- "$word"))
                        return
                    fi
                    case "$command $before" in
                """.formatted(names()));
        for (Command command : commands) {
            for (Option option : command.allOptions()) {
                if (option.value() != null) {
                    text.append("        \"%s %s\") %s; return ;;\n".formatted(command.name(), option.name(), bashValue(option)));
                }
            }
        }
        text.append("""
                    esac
                    case "$command" in
                        help) COMPREPLY=($(compgen -W "%s" -- "$word")) ;;
                """.formatted(names()));
        for (Command command : commands) {
            text.append("        %s) COMPREPLY=($(compgen -W \"%s\" -- \"$word\"))%s ;;\n".formatted(command.name(), offered(command),
                    command.takesFiles() ? "; case $word in -*) ;; *) _hub_files \"$word\" ;; esac" : ""));
        }
        return text.append("""
                    esac
                }
                complete -F _hub hub""").toString();
    }

    private static String bashValue(Option option) {
        return option.isFile() ? "_hub_files \"$word\""
                : option.choices().isEmpty() ? ":" : "COMPREPLY=($(compgen -W \"" + String.join(" ", option.choices()) + "\" -- \"$word\"))";
    }

    private String names() {
        return commands.stream().map(Command::name).collect(Collectors.joining(" "));
    }

    private static String offered(Command command) {
        return Stream.concat(command.verbs().stream(), command.allOptions().stream().map(Option::name)).collect(Collectors.joining(" "));
    }

    private String zsh() {
        StringBuilder text = new StringBuilder("""
                #compdef hub
                # zsh completion of bin/hub, made by: bin/hub completion zsh
                _hub() {
                    local -a commands
                    commands=(
                """);
        commands.forEach(command -> text.append("        ").append(quoted(command.name() + ':' + command.summary())).append('\n'));
        text.append("""
                    )
                    if (( CURRENT == 2 )); then
                        _describe command commands
                        return
                    fi
                    local command=$words[2]
                    shift words
                    (( CURRENT-- ))
                    case $command in
                """);
        for (Command command : commands) {
            text.append("        ").append(command.name()).append(") _arguments");
            command.allOptions().forEach(option -> text.append(' ').append(quoted(zsh(option))));
            text.append(command.verbs().isEmpty() ? "" : ' ' + quoted("1:what:(" + String.join(" ", command.verbs()) + ')'));
            text.append(command.takesFiles() ? " '*:file:_files'" : "").append(" ;;\n");
        }
        return text.append("""
                        help) _describe command commands ;;
                    esac
                }
                compdef _hub hub 2>/dev/null
                [ "$funcstack[1]" = "_hub" ] && _hub "$@\"""").toString();
    }

    private static String zsh(Option option) {
        String text = option.text().replace(":", "\\:").replace("[", "\\[").replace("]", "\\]");
        String repeated = "--header".equals(option.name()) ? "*" : "";
        String values = option.isFile() ? "_files" : option.choices().isEmpty() ? " " : '(' + String.join(" ", option.choices()) + ')';
        return repeated + option.name() + '[' + text + ']' + (option.value() == null ? "" : ":value:" + values);
    }

    private static String quoted(String text) {
        return '\'' + text.replace("'", "'\\''") + '\'';
    }
}
