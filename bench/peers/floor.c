/*
 * The floor: a relay on epoll that does nothing it need not. Frames of /sender/N are unmasked and copied into the buffer of
 * /receiver/N; after each round of events every buffer that got something leaves with one system call.
 *
 * It checks no more of the protocol than a relay between our own clients needs: whole frames of up to 65,535 bytes; a close or
 * anything else ends the socket. Prints `port N`; ends on SIGTERM.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { EVENTS = 1024, READ_BYTES = 256 * 1024, PAIRS_MAX = 1 << 20 };

struct buffer {
  uint8_t *bytes;
  size_t length, room;
};

struct socket {
  int fd, pair, open, receives, queued, blocked;
  struct buffer in, out;
};

static int epoll;
static struct socket *receivers[PAIRS_MAX];
/* Receivers that got something in this round. A socket is freed after its round, so these stay valid. */
static struct socket **dirty;
static size_t dirty_count, dirty_room;
static struct socket **ended;
static size_t ended_count, ended_room;
static uint8_t scratch[READ_BYTES];

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void *grown(void *old, size_t bytes) {
  void *now = realloc(old, bytes);
  if (now == NULL) die("realloc");
  return now;
}

static void push(struct socket ***list, size_t *count, size_t *room, struct socket *socket) {
  if (*count == *room) *list = grown(*list, (*room = *room ? *room * 2 : 256) * sizeof **list);
  (*list)[(*count)++] = socket;
}

static void append(struct buffer *to, const void *bytes, size_t length) {
  if (to->length + length > to->room) {
    to->room = to->length + length + to->room;
    to->bytes = grown(to->bytes, to->room);
  }
  memcpy(to->bytes + to->length, bytes, length);
  to->length += length;
}

/* Removes what was used from the front. An empty buffer gives its memory back, so that an idle socket has none. */
static void consume(struct buffer *from, size_t length) {
  from->length -= length;
  if (from->length == 0) {
    free(from->bytes);
    *from = (struct buffer){0};
  } else if (length > 0) {
    memmove(from->bytes, from->bytes + length, from->length);
  }
}

static void end_socket(struct socket *socket) {
  if (socket->fd < 0) return;
  close(socket->fd);
  socket->fd = -1;
  if (socket->receives && receivers[socket->pair] == socket) receivers[socket->pair] = NULL;
  push(&ended, &ended_count, &ended_room, socket);
}

static void want_writable(struct socket *socket, int wanted) {
  if (socket->blocked == wanted) return;
  socket->blocked = wanted;
  struct epoll_event event = {.events = EPOLLIN | (wanted ? EPOLLOUT : 0), .data.ptr = socket};
  if (epoll_ctl(epoll, EPOLL_CTL_MOD, socket->fd, &event) < 0) die("epoll_ctl");
}

static void flush(struct socket *socket) {
  if (socket->fd < 0 || socket->out.length == 0) return;
  ssize_t sent = send(socket->fd, socket->out.bytes, socket->out.length, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) return end_socket(socket);
  consume(&socket->out, sent < 0 ? 0 : (size_t)sent);
  want_writable(socket, socket->out.length > 0);
}

static void say(struct socket *socket, const void *bytes, size_t length) {
  append(&socket->out, bytes, length);
  if (socket->queued) return;
  socket->queued = 1;
  push(&dirty, &dirty_count, &dirty_room, socket);
}

/* SHA-1, which the answer to an upgrade is made with. */

static uint32_t rotated(uint32_t value, int by) { return value << by | value >> (32 - by); }

static void sha1_block(uint32_t state[5], const uint8_t *block) {
  uint32_t w[80];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 80; i++) w[i] = rotated(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 80; i++) {
    uint32_t f = i < 20 ? ((b & c) | (~b & d)) : i < 40 || i >= 60 ? (b ^ c ^ d) : ((b & c) | (b & d) | (c & d));
    uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
    uint32_t next = rotated(a, 5) + f + e + k + w[i];
    e = d;
    d = c;
    c = rotated(b, 30);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}

/* Of at most 119 bytes: two blocks. */
static void sha1(const uint8_t *bytes, size_t length, uint8_t digest[20]) {
  uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint8_t blocks[128] = {0};
  size_t size = length < 56 ? 64 : 128;
  memcpy(blocks, bytes, length);
  blocks[length] = 0x80;
  blocks[size - 2] = (uint8_t)(length * 8 >> 8);
  blocks[size - 1] = (uint8_t)(length * 8);
  for (size_t at = 0; at < size; at += 64) sha1_block(state, blocks + at);
  for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static void accept_key(const char *key, char out[29]) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char text[64];
  uint8_t digest[21] = {0};
  int length = snprintf(text, sizeof text, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  sha1((const uint8_t *)text, (size_t)length, digest);
  for (int i = 0; i < 7; i++) {
    uint32_t three = (uint32_t)digest[3 * i] << 16 | digest[3 * i + 1] << 8 | digest[3 * i + 2];
    for (int j = 0; j < 4; j++) out[4 * i + j] = alphabet[three >> (18 - 6 * j) & 63];
  }
  out[27] = '=';
  out[28] = 0;
}

/* Answers the upgrade once its head is whole. */
static void upgrade(struct socket *socket) {
  append(&socket->in, "", 1);
  socket->in.length--;
  char *head = (char *)socket->in.bytes, *end = strstr(head, "\r\n\r\n");
  if (end == NULL) {
    if (socket->in.length > 8192) end_socket(socket);
    return;
  }
  char *key = strcasestr(head, "\r\nsec-websocket-key:"), role[16];
  if (key == NULL || key > end || sscanf(head, "GET /%15[a-z]/%d", role, &socket->pair) != 2 || socket->pair < 0 ||
      socket->pair >= PAIRS_MAX)
    return end_socket(socket);
  key += strlen("\r\nsec-websocket-key:");
  while (*key == ' ') key++;
  char accepted[29], answer[256];
  accept_key(key, accepted);
  int length = snprintf(answer, sizeof answer,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: %s\r\n\r\n",
                        accepted);
  socket->open = 1;
  socket->receives = strcmp(role, "receiver") == 0;
  if (socket->receives) receivers[socket->pair] = socket;
  say(socket, answer, (size_t)length);
  consume(&socket->in, (size_t)(end + 4 - head));
}

/* One whole frame to the receiver, unmasked. Returns its length, 0 when it is not whole yet, -1 when the socket must end. */
static ssize_t pass_frame(struct socket *socket, uint8_t *bytes, size_t length) {
  if (length < 2) return 0;
  size_t payload = bytes[1] & 0x7f, head = payload == 126 ? 8 : 6;
  int opcode = bytes[0] & 0x0f;
  if (payload == 127 || !(bytes[1] & 0x80) || !(bytes[0] & 0x80) || (opcode != 1 && opcode != 2)) return -1;
  if (length < head) return 0;
  if (payload == 126) payload = (size_t)bytes[2] << 8 | bytes[3];
  if (length < head + payload) return 0;
  const uint8_t *mask = bytes + head - 4;
  uint8_t *body = bytes + head;
  for (size_t i = 0; i < payload; i++) body[i] ^= mask[i & 3];
  struct socket *receiver = receivers[socket->pair];
  if (receiver != NULL) {
    uint8_t out[4] = {bytes[0], payload < 126 ? (uint8_t)payload : 126, (uint8_t)(payload >> 8), (uint8_t)payload};
    say(receiver, out, payload < 126 ? 2 : 4);
    say(receiver, body, payload);
  }
  return (ssize_t)(head + payload);
}

static void pass_frames(struct socket *socket, uint8_t *bytes, size_t length, size_t *used) {
  for (ssize_t took; (took = pass_frame(socket, bytes + *used, length - *used)) != 0; *used += (size_t)took)
    if (took < 0) return end_socket(socket);
}

static void readable(struct socket *socket) {
  ssize_t got = recv(socket->fd, scratch, sizeof scratch, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return end_socket(socket);
  size_t used = 0;
  /* What is whole is passed on from where it was read; only what is left over is kept. */
  if (socket->open && socket->in.length == 0) {
    pass_frames(socket, scratch, (size_t)got, &used);
    if (socket->fd >= 0 && used < (size_t)got) append(&socket->in, scratch + used, (size_t)got - used);
    return;
  }
  append(&socket->in, scratch, (size_t)got);
  if (!socket->open) upgrade(socket);
  if (socket->fd < 0 || !socket->open) return;
  pass_frames(socket, socket->in.bytes, socket->in.length, &used);
  if (used > 0) consume(&socket->in, used);
}

static void accept_all(int listener) {
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK), on = 1;
    if (fd < 0) return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct socket *socket = calloc(1, sizeof *socket);
    if (socket == NULL) die("calloc");
    socket->fd = fd;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = socket};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
  }
}

static int listening(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) < 0 || listen(fd, 4096) < 0) die("listen");
  if (getsockname(fd, (struct sockaddr *)&at, &size) < 0) die("getsockname");
  printf("port %d\n", ntohs(at.sin_port));
  fflush(stdout);
  return fd;
}

static void on_term(int signal) {
  (void)signal;
  _exit(0);
}

static void all_descriptors(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int main(void) {
  signal(SIGTERM, on_term);
  all_descriptors();
  int listener = listening();
  epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
  if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) < 0) die("epoll");
  for (;;) {
    int count = epoll_wait(epoll, events, EVENTS, -1);
    if (count < 0 && errno != EINTR) die("epoll_wait");
    for (int i = 0; i < count; i++) {
      struct socket *socket = events[i].data.ptr;
      if (socket == NULL) {
        accept_all(listener);
        continue;
      }
      if (socket->fd >= 0 && events[i].events & EPOLLOUT) flush(socket);
      if (socket->fd >= 0 && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(socket);
    }
    for (size_t i = 0; i < dirty_count; i++) {
      dirty[i]->queued = 0;
      if (!dirty[i]->blocked) flush(dirty[i]);
    }
    dirty_count = 0;
    for (size_t i = 0; i < ended_count; i++) {
      free(ended[i]->in.bytes);
      free(ended[i]->out.bytes);
      free(ended[i]);
    }
    ended_count = 0;
  }
}
