namespace PimSim.Traces;

/// <summary>Sizes that bound memory, both of what is written and of what a hostile file can claim.</summary>
internal static class TraceLimits
{
    public const int Version = 1;
    public const uint ChunkSection = 1;
    public const uint RequestChunkSection = 2;

    public const int ChunkRequests = 1 << 16;
    public const int ChunkDataBytes = 1 << 22;

    public const int ChunkCommands = 1 << 14;
    public const int ChunkPayloadBytes = 1 << 20;

    public const int MaximumChunkCommands = 1 << 16;
    public const int MaximumPayloadBytes = 1 << 12;
    public const int MaximumNames = short.MaxValue;
    public const int MaximumStreams = 1 << 10;
    public const int MaximumRank = 8;
    public const long MaximumStreamElements = 1L << 30;
}
