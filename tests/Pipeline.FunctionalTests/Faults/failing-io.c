/* Has the file operations of a process below one folder fail, as those of a broken or full disk do; loaded with LD_PRELOAD.
 *   FAIL_ROOT   the folder
 *   FAIL_FROM   the first operation that fails, from 1; 0 for none
 *   FAIL_COUNT  how many fail from there on
 *   FAIL_ERRNO  5 (EIO: any operation) or 28 (ENOSPC: those that write)
 *   FAIL_LOG    gets the number of operations when the process ends
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MAX_FILES = 1 << 16 };

static atomic_long passed;
static atomic_char below[MAX_FILES];
static const char *root;
static size_t root_length;
static long from, count;
static int error;

static long number(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
    root = getenv("FAIL_ROOT");
    root_length = root ? strlen(root) : 0;
    from = number("FAIL_FROM");
    count = number("FAIL_COUNT");
    error = (int)number("FAIL_ERRNO");
}

__attribute__((destructor)) static void end(void) {
    const char *log = getenv("FAIL_LOG");
    FILE *file = log ? fopen(log, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", atomic_load(&passed));
        fclose(file);
    }
}

static int is_below(const char *path) {
    return root_length > 0 && path && strncmp(path, root, root_length) == 0;
}

static int is_file(int fd) {
    return fd >= 0 && fd < MAX_FILES && atomic_load(&below[fd]);
}

/* Whether this operation fails; reads do not on a full disk. */
static int fails(int writes) {
    if (error == ENOSPC && !writes)
        return 0;
    long at = atomic_fetch_add(&passed, 1) + 1;
    if (from == 0 || at < from || at >= from + count)
        return 0;
    errno = error;
    return 1;
}

#define REAL(name) static typeof(&name) real; if (!real) real = (typeof(&name))dlsym(RTLD_NEXT, #name)

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < MAX_FILES)
        atomic_store(&below[fd], (char)is_below(path));
    return fd;
}

/* Each of these has a second name for files of more than 2 GiB. */
#define BOTH(define, type, name, ...) define(type, name, __VA_ARGS__) define(type, name##64, __VA_ARGS__)

#define OPEN(type, name, parameters, arguments)                                    \
    type name parameters {                                                         \
        REAL(name);                                                                \
        va_list list;                                                              \
        va_start(list, flags);                                                     \
        mode_t mode = va_arg(list, mode_t);                                        \
        va_end(list);                                                              \
        if (is_below(path) && fails(flags & O_CREAT))                              \
            return -1;                                                             \
        return opened(real arguments, path);                                       \
    }
BOTH(OPEN, int, open, (const char *path, int flags, ...), (path, flags, mode))
BOTH(OPEN, int, openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))

int close(int fd) {
    REAL(close);
    if (fd >= 0 && fd < MAX_FILES)
        atomic_store(&below[fd], 0);
    return real(fd);
}

#define ON_FILE(type, name, writes, parameters, arguments)                         \
    type name parameters {                                                         \
        REAL(name);                                                                \
        return is_file(fd) && fails(writes) ? -1 : real arguments;                 \
    }
ON_FILE(ssize_t, read, 0, (int fd, void *to, size_t size), (fd, to, size))
ON_FILE(ssize_t, write, 1, (int fd, const void *of, size_t size), (fd, of, size))
BOTH(ON_FILE, ssize_t, pread, 0, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))
BOTH(ON_FILE, ssize_t, pwrite, 1, (int fd, const void *of, size_t size, off_t at), (fd, of, size, at))
BOTH(ON_FILE, ssize_t, pwritev, 1, (int fd, const struct iovec *of, int parts, off_t at), (fd, of, parts, at))
BOTH(ON_FILE, int, ftruncate, 1, (int fd, off_t size), (fd, size))
ON_FILE(int, fsync, 1, (int fd), (fd))
ON_FILE(int, fdatasync, 1, (int fd), (fd))

#define ON_PATH(name, parameters, path, arguments)                                 \
    int name parameters {                                                          \
        REAL(name);                                                                \
        return is_below(path) && fails(1) ? -1 : real arguments;                   \
    }
ON_PATH(rename, (const char *old, const char *new), new, (old, new))
ON_PATH(link, (const char *old, const char *new), new, (old, new))
ON_PATH(mkdir, (const char *path, mode_t mode), path, (path, mode))

int unlink(const char *path) {
    REAL(unlink);
    return error == EIO && is_below(path) && fails(0) ? -1 : real(path);
}
