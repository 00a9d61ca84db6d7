using CsCheck;
using PimSim.Tests;

namespace PimSim.Device.Tests;

public sealed class CellArraysTests
{
    private static readonly RowAddress Somewhere = new(3, 1234);

    [Fact]
    public void PowerUpValuesAreStableAndDifferByPlaceAndSeed()
    {
        ulong[] first = Read(Create(0, 1), Somewhere, 5);
        Assert.Equal(first, Read(Create(0, 1), Somewhere, 5));
        Assert.NotEqual(first, Read(Create(0, 2), Somewhere, 5));
        Assert.NotEqual(first, Read(Create(1, 1), Somewhere, 5));
        Assert.NotEqual(first, Read(Create(0, 1), new RowAddress(4, 1234), 5));
        Assert.NotEqual(first, Read(Create(0, 1), new RowAddress(3, 1235), 5));
        Assert.NotEqual(first, Read(Create(0, 1), Somewhere, 6));
        Assert.Equal(4, first.Distinct().Count());
    }

    [Fact]
    public void PowerUpValuesAreBalanced()
    {
        CellArrays cells = Create(0, 9);
        long ones = Enumerable.Range(0, 500).Sum(r => Read(cells, new RowAddress(r % 16, r), r % 32).Sum(w => (long)ulong.PopCount(w)));
        Assert.InRange(ones, 64_000 - 1500, 64_000 + 1500);
        Assert.Equal(0, cells.WrittenRows);
    }

    [Fact]
    public void WritingLeavesTheRestOfTheRowAtPowerUp()
    {
        CellArrays cells = Create(0, 1);
        ulong[] neighbour = Read(cells, Somewhere, 4);
        cells.Write(Somewhere, 5, [1, 2, 3, 4]);

        Assert.Equal([1, 2, 3, 4], Read(cells, Somewhere, 5));
        Assert.Equal(neighbour, Read(cells, Somewhere, 4));
        Assert.Equal(1, cells.WrittenRows);
    }

    [Fact]
    public void FlipInvertsOneCell()
    {
        CellArrays cells = Create(0, 1);
        ulong[] before = Read(cells, Somewhere, 31);
        cells.Flip(Somewhere, 31, 130);
        ulong[] after = Read(cells, Somewhere, 31);

        Assert.Equal([0, 0, 4, 0], before.Zip(after, (b, a) => b ^ a));
        cells.Flip(Somewhere, 31, 130);
        Assert.Equal(before, Read(cells, Somewhere, 31));
    }

    [Fact]
    public void CloneIsEqualAndApart()
    {
        CellArrays cells = Create(2, 1);
        cells.Write(Somewhere, 0, [7, 7, 7, 7]);
        CellArrays copy = cells.Clone();

        Assert.True(cells.SameContents(copy));
        Assert.Equal(Read(cells, new RowAddress(0, 0), 0), Read(copy, new RowAddress(0, 0), 0));

        copy.Flip(Somewhere, 0, 0);
        Assert.False(cells.SameContents(copy));
        Assert.Equal(7UL, Read(cells, Somewhere, 0)[0]);
        copy.Flip(Somewhere, 0, 0);
        Assert.True(copy.SameContents(cells));

        copy.Flip(new RowAddress(0, 0), 0, 0);
        Assert.False(cells.SameContents(copy));
        Assert.False(copy.SameContents(cells));
        cells.Flip(new RowAddress(1, 0), 0, 0);
        Assert.False(cells.SameContents(copy));
    }

    [Fact]
    public void CellsKeepWhatWasWrittenLast() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 31], Gen.ULong).Array[60].ForEach(
        50,
        writes =>
        {
            CellArrays cells = Create(0, 4);
            var naive = new Dictionary<(int, int, int), ulong>();
            foreach ((int bank, int row, int column, ulong word) in writes)
            {
                cells.Write(new RowAddress(bank, row), column, [word, ~word, 0, word]);
                naive[(bank, row, column)] = word;
            }

            foreach (((int bank, int row, int column), ulong word) in naive)
            {
                Assert.Equal([word, ~word, 0, word], Read(cells, new RowAddress(bank, row), column));
            }

            Assert.Equal(naive.Keys.Select(k => (k.Item1, k.Item2)).Distinct().Count(), cells.WrittenRows);
        });

    private static CellArrays Create(int domain, ulong seed) => new(TestModels.Hbm2.Organization, domain, seed);

    private static ulong[] Read(CellArrays cells, RowAddress address, int column)
    {
        ulong[] words = new ulong[cells.AccessWords];
        cells.Read(address, column, words);
        return words;
    }
}
