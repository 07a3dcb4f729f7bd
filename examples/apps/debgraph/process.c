/* SPDX-License-Identifier: MIT */
/*
 * process.c: other programs and what they print; and what this one costs.
 */
#define _POSIX_C_SOURCE 200809L

#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

bool process_start(char *const argv[], int *fd, pid_t *child)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    bool started = posix_spawn_file_actions_init(&actions) == 0;
    if (started) {
        started = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0 &&
                  posix_spawn(child, argv[0], &actions, NULL, argv, environ) == 0;
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    if (started)
        *fd = ends[0];
    else
        close(ends[0]);
    return started;
}

bool process_wait(pid_t child)
{
    int status;
    pid_t ended;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended < 0 && errno == EINTR);
    return ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

size_t process_peak_bytes(void)
{
    /* WHY not getrusage at once: it never tells less than what the process that started this one had. */
    char line[256];
    size_t kilobytes = 0;
    struct rusage usage;
    FILE *status = fopen("/proc/self/status", "r");
    if (status != NULL) {
        while (kilobytes == 0 && fgets(line, sizeof line, status) != NULL)
            if (strncmp(line, "VmHWM:", 6) == 0)
                kilobytes = strtoul(line + 6, NULL, 10);
        fclose(status);
    }
    if (kilobytes == 0 && getrusage(RUSAGE_SELF, &usage) == 0)
        kilobytes = (size_t)usage.ru_maxrss;
    return kilobytes * 1024;
}
