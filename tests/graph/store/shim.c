/* Fails the Nth write, sync, or rename of this process below a folder: FAULT_UNDER, FAULT_AT (from 1), FAULT_ERROR (an errno). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static long count;

static int below(const char *path) {
    const char *under = getenv("FAULT_UNDER");
    return under && path && !strncmp(path, under, strlen(under));
}

static int below_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return below(path);
}

/* Whether this call fails; from the Nth on all do, as on a full disk, when FAULT_STAYS is set. */
static int fails(void) {
    const char *at = getenv("FAULT_AT"), *error = getenv("FAULT_ERROR");
    long now = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST), wanted = at ? atol(at) : 0;
    int hit = wanted && (getenv("FAULT_STAYS") ? now >= wanted : now == wanted);
    if (hit) errno = error ? atoi(error) : EIO;
    return hit;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
    if (below_fd(fd) && fails()) return -1;
    return REAL(write)(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    if (below_fd(fd) && fails()) return -1;
    return REAL(pwrite)(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    if (below_fd(fd) && fails()) return -1;
    return REAL(pwrite64)(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int number) {
    if (below_fd(fd) && fails()) return -1;
    return REAL(writev)(fd, parts, number);
}

int fsync(int fd) {
    if (below_fd(fd) && fails()) return -1;
    return REAL(fsync)(fd);
}

int fdatasync(int fd) {
    if (below_fd(fd) && fails()) return -1;
    return REAL(fdatasync)(fd);
}

int rename(const char *from, const char *to) {
    if (below(to) && fails()) return -1;
    return REAL(rename)(from, to);
}

/* The number of calls so far, for a program that asks by ctypes. */
long faults_seen(void) { return count; }
