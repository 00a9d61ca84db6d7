namespace PimSim.Core.Tests;

public sealed class PhiloxTests
{
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822UL, 0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Gives_the_known_answers_of_Random123(ulong key, ulong low, ulong high, uint word0, uint word1, uint word2, uint word3)
    {
        Assert.Equal((word0, word1, word2, word3), Philox.Block(key, low, high));
    }

    [Fact]
    public void Derived_keys_differ_by_seed_and_by_mechanism()
    {
        HashSet<ulong> keys = [];
        for (ulong seed = 0; seed < 50; seed++)
        {
            for (ulong mechanism = 0; mechanism < 50; mechanism++)
            {
                keys.Add(Philox.DeriveKey(seed, mechanism));
            }
        }

        Assert.Equal(2500, keys.Count);
    }
}
