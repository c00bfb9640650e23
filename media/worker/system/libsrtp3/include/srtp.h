// libsrtp 3's calls in terms of libsrtp 2, for the media worker.
//
// Version 3 takes input and output separately and is told the size of the output; version 2 works in place and trusts
// its caller for room. Each overload therefore checks the room first, copies unless the two are one buffer, and calls
// version 2 on the output. C++ overloads, so both families keep their names.
#ifndef MADOGUCHI_SRTP_OVER_2_H
#define MADOGUCHI_SRTP_OVER_2_H

#include <srtp2/srtp.h>

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Two results that version 2 does not know, with the numbers that version 3 gives them.
constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr srtp_err_status_t srtp_err_status_cryptex_err = static_cast<srtp_err_status_t>(29);

namespace madoguchi
{
	using InPlace = srtp_err_status_t (*)(srtp_t, void*, int*);

	// `room` is how much longer than the input the output may get.
	inline srtp_err_status_t bridge(
	  InPlace call, srtp_t ctx, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t room)
	{
		if (inLen > static_cast<size_t>(INT_MAX) - room)
		{
			return srtp_err_status_bad_param;
		}
		if (*outLen < inLen + room)
		{
			return srtp_err_status_buffer_small;
		}
		if (out != in)
		{
			std::memmove(out, in, inLen);
		}

		int len = static_cast<int>(inLen);
		const srtp_err_status_t status = call(ctx, out, &len);

		if (status == srtp_err_status_ok)
		{
			*outLen = static_cast<size_t>(len);
		}

		return status;
	}
} // namespace madoguchi

// The last argument picks a master key by index. The worker has one key per session and always passes 0.
inline srtp_err_status_t srtp_protect(
  srtp_t ctx, const uint8_t* rtp, size_t rtpLen, uint8_t* srtp, size_t* srtpLen, size_t /*mkiIndex*/)
{
	return madoguchi::bridge(&::srtp_protect, ctx, rtp, rtpLen, srtp, srtpLen, SRTP_MAX_TRAILER_LEN);
}

// RTCP carries a four byte index besides the trailer.
inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t ctx, const uint8_t* rtcp, size_t rtcpLen, uint8_t* srtcp, size_t* srtcpLen, size_t /*mkiIndex*/)
{
	return madoguchi::bridge(&::srtp_protect_rtcp, ctx, rtcp, rtcpLen, srtcp, srtcpLen, SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t ctx, const uint8_t* srtp, size_t srtpLen, uint8_t* rtp, size_t* rtpLen)
{
	return madoguchi::bridge(&::srtp_unprotect, ctx, srtp, srtpLen, rtp, rtpLen, 0);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t ctx, const uint8_t* srtcp, size_t srtcpLen, uint8_t* rtcp, size_t* rtcpLen)
{
	return madoguchi::bridge(&::srtp_unprotect_rtcp, ctx, srtcp, srtcpLen, rtcp, rtcpLen, 0);
}

// Renamed in version 3; both want the SSRC in network order.
inline srtp_err_status_t srtp_stream_remove(srtp_t ctx, unsigned int ssrc)
{
	return srtp_remove_stream(ctx, ssrc);
}

#endif
