namespace PimSim.Driver;

/// <summary>
/// A part of a layer's counts that accumulators hold: some column accesses of the patch and some planes of the input, the lowest of
/// them with weight 1.
/// </summary>
/// <param name="FirstChunk">First column access.</param>
/// <param name="Chunks">Column accesses.</param>
/// <param name="FirstPlane">First plane.</param>
/// <param name="Planes">Planes.</param>
internal sealed record CountSlice(int FirstChunk, int Chunks, int FirstPlane, int Planes)
{
    /// <summary>The parts of counts over all chunks and planes, each at most <paramref name="most"/>; whole chunks with all planes where one fits.</summary>
    /// <param name="chunks">Column accesses of a patch.</param>
    /// <param name="planes">Planes of the input.</param>
    /// <param name="laneBits">Positions of a column access, at most <paramref name="most"/>.</param>
    /// <param name="most">What an accumulator holds and a read-out carries.</param>
    public static IReadOnlyList<CountSlice> Of(int chunks, int planes, int laneBits, long most)
    {
        int planesAtOnce = planes;
        while (laneBits * ((1L << planesAtOnce) - 1) > most)
        {
            planesAtOnce--;
        }

        int chunksAtOnce = (int)Math.Min(chunks, most / (laneBits * ((1L << planesAtOnce) - 1)));
        var slices = new List<CountSlice>();
        for (int plane = 0; plane < planes; plane += planesAtOnce)
        {
            for (int chunk = 0; chunk < chunks; chunk += chunksAtOnce)
            {
                slices.Add(new CountSlice(chunk, Math.Min(chunksAtOnce, chunks - chunk), plane, Math.Min(planesAtOnce, planes - plane)));
            }
        }

        return slices;
    }
}
