using CsCheck;
using PimSim.Tests;

namespace PimSim.Core.Tests;

public sealed class Lz4PackingTests
{
    [Fact]
    public void A_damaged_block_never_throws_and_never_gives_another_length()
    {
        byte[] packed = Lz4Packing.Pack(Samples.Repetitive(300));
        Gen.Select(Gen.Int[0, packed.Length - 1], Gen.Byte, Gen.Int[0, packed.Length]).ForEach(20_000, (position, value, length) =>
            {
                byte[] damaged = packed[..length];
                if (position < length)
                {
                    damaged[position] = value;
                }

                return Lz4Packing.TryUnpack(damaged, 300) is not { } bytes || bytes.Length == 300;
            });
    }
}
