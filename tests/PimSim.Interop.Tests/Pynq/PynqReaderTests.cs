using PimSim.Tests;

namespace PimSim.Interop.Tests;

public sealed class PynqReaderTests
{
    [Fact]
    public void A_folder_is_read_by_its_map()
    {
        using TemporaryFolder folder = PynqSamples.Folder();
        folder.Write("classes.txt", "one\r\ntwo\r\nthree"u8.ToArray());
        MappedNetwork network = Resolve(folder, PynqSamples.Map());
        Assert.Equal(["one", "two", "three"], network.Classes, StringComparer.Ordinal);
        MappedDense dense = Assert.IsType<MappedDense>(network.Items[0]);
        Assert.Equal((3, 6), (dense.Weights.Outputs, dense.Weights.Columns));
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                Assert.Equal(PynqSamples.Weight(row, column), dense.Weights.Signs![row, column]);
            }
        }

        MappedThresholds thresholds = Assert.IsType<MappedThresholds>(network.Items[1]);
        Assert.Equal([-1L, 0, 1], thresholds.Values);
        Assert.Equal(6, thresholds.FanIn);
        Assert.Equal([-6L, -4, -2], Enumerable.Range(0, 3).Select(thresholds.SmallestFiringDot));
    }

    [Fact]
    public void Files_are_compared_with_the_folding()
    {
        using TemporaryFolder folder = PynqSamples.Folder();
        Refusal.Of("PIM1031", () => Resolve(folder, PynqSamples.Map("{pe: 2, simd: 2, rows: 4, columns: 8}")));
        Refusal.Of("PIM1031", () => Resolve(folder, PynqSamples.Map("{pe: 4, simd: 4, rows: 8, columns: 8}")));
        Refusal.Of("PIM1031", () => Resolve(folder, PynqSamples.Map("{pe: 1, simd: 4, rows: 2, columns: 8}")));
        Refusal.Of("PIM1033", () => Resolve(folder, PynqSamples.Map("{pe: 3, simd: 4, rows: 4, columns: 8}")));
        Refusal.Of("PIM1033", () => Resolve(folder, PynqSamples.Map("{pe: 2, simd: 3, rows: 4, columns: 8}")));
        Refusal.Of("PIM1033", () => Resolve(folder, PynqSamples.Map("{pe: 2, simd: 4, rows: 1048576, columns: 1048576}")));
        Refusal.Of("PIM1061", () => Resolve(folder, PynqSamples.Map().Replace("outputs: 3", "outputs: 5", StringComparison.Ordinal)));
        Refusal.Of("PIM1061", () => Resolve(folder, PynqSamples.Map().Replace("[2, 3, 1]", "[3, 3, 1]", StringComparison.Ordinal)));
        folder.Write("1-0-weights.bin", new byte[8]);
        Refusal.Of("PIM1031", () => Resolve(folder, PynqSamples.Map()));
        File.Delete(Path.Combine(folder.Path, "1-0-weights.bin"));
        folder.Write("0-1-thres.bin", new byte[24]);
        Refusal.Of("PIM1031", () => Resolve(folder, PynqSamples.Map()));
        File.Delete(Path.Combine(folder.Path, "0-1-thres.bin"));
        Refusal.Of("PIM1031", () => Resolve(folder, PynqSamples.Map()));
    }

    [Fact]
    public void Bits_beyond_the_lanes_and_padding_of_minus_one_are_refused()
    {
        using TemporaryFolder folder = PynqSamples.Folder();
        string path = Path.Combine(folder.Path, "0-0-weights.bin");
        byte[] weights = File.ReadAllBytes(path);
        weights[0] |= 0x10;
        File.WriteAllBytes(path, weights);
        Refusal.Of("PIM1034", () => Resolve(folder, PynqSamples.Map()));
        weights[0] &= 0x0F;
        weights[8] &= 0x07;
        File.WriteAllBytes(path, weights);
        Refusal.Of("PIM1034", () => Resolve(folder, PynqSamples.Map()));
    }

    [Fact]
    public void Two_thresholds_of_an_output_and_padded_inputs_of_minus_one()
    {
        using TemporaryFolder folder = PynqSamples.Folder();
        for (int pe = 0; pe < 2; pe++)
        {
            // Thresholds of row r are r and r + 10: nf * 2 + t in each file.
            folder.Write($"0-{pe}-thres.bin", [.. ((long[])[pe, pe + 10, pe + 2, pe + 12]).SelectMany(BitConverter.GetBytes)]);
        }

        string map = PynqSamples.Map().Replace("popcount", "dot, count: 2, offset: -1", StringComparison.Ordinal).Replace("highest-firing", "largest-sum", StringComparison.Ordinal);
        MappedThresholds thresholds = Assert.IsType<MappedThresholds>(Resolve(folder, map).Items[1]);
        Assert.Equal([0L, 10, 1, 11, 2, 12], thresholds.Values);
        Assert.Equal((2, -1, 2), (thresholds.ValuesOfOutput, thresholds.Offset, thresholds.Padding));
        Refusal.Of("PIM1142", () => Resolve(folder, PynqSamples.Map()));
    }

    [Theory]
    [InlineData("lfc-w1a1")]
    [InlineData("cnv-w1a1")]
    [InlineData("lfc-w1a2")]
    [InlineData("cnv-w1a2")]
    public void Networks_are_told_apart_by_their_thresholds(string name)
    {
        LayerMap map = PynqProfiles.All.Single(m => string.Equals(m.Name, name, StringComparison.Ordinal));
        using TemporaryFolder folder = new();
        for (int layer = 0; layer < map.Foldings.Count; layer++)
        {
            PynqFolding folding = map.Foldings[layer];
            for (int pe = 0; pe < folding.Pe; pe++)
            {
                folder.Write(PynqFolder.WeightsName(layer, pe), new byte[folding.WeightBytes]);
                if (map.ThresholdCounts[layer] > 0)
                {
                    folder.Write(PynqFolder.ThresholdsName(layer, pe), new byte[folding.RowsOfFile * map.ThresholdCounts[layer] * sizeof(long)]);
                }
            }
        }

        Assert.Equal(name, PynqProfiles.Choose(PynqFolder.Open(folder.Path)).Name);
    }

    [Fact]
    public void A_layer_without_thresholds_has_none_to_map()
    {
        using TemporaryFolder folder = PynqSamples.Folder();
        File.Delete(Path.Combine(folder.Path, "0-0-thres.bin"));
        File.Delete(Path.Combine(folder.Path, "0-1-thres.bin"));
        Refusal.Of("PIM1061", () => Resolve(folder, PynqSamples.Map()));
    }

    [Fact]
    public void Folders_that_are_none_are_refused()
    {
        using TemporaryFolder folder = new();
        Refusal.Of("PIM1030", () => PynqFolder.Open(folder.Path));
        Refusal.Of("PIM0021", () => PynqFolder.Open(Path.Combine(folder.Path, "none")));
        folder.Write("0-0-weights.bin", new byte[8]);
        Refusal.Of("PIM1032", () => PynqProfiles.Choose(PynqFolder.Open(folder.Path)));
        folder.Write("classes.txt", new byte[1 << 17]);
        Refusal.Of("PIM1030", () => PynqFolder.Open(folder.Path));
    }

    [Fact]
    public void Damaged_weights_are_read_or_refused()
    {
        using TemporaryFolder folder = PynqSamples.Folder();
        string path = Path.Combine(folder.Path, "0-0-weights.bin");
        LayerMap map = MapReader.Parse(PynqSamples.Map(), "map.yaml");
        ParserFuzz.Run(
            File.ReadAllBytes(path),
            100,
            damaged =>
            {
                File.WriteAllBytes(path, damaged);
                MapResolver.Resolve(map, PynqFolder.Open(folder.Path));
            },
            1 << 19);
    }

    [Theory]
    [InlineData("models/bnn-pynq/params/mnist/lfcW1A1", "lfc-w1a1")]
    [InlineData("models/bnn-pynq/params/cifar10/cnvW1A1", "cnv-w1a1")]
    public void Known_folders_are_recognized(string folder, string name) =>
        Assert.Equal(name, PynqProfiles.Choose(PynqFolder.Open(SharedFolder.Require(folder))).Name);

    private static MappedNetwork Resolve(TemporaryFolder folder, string map) =>
        MapResolver.Resolve(MapReader.Parse(map, "map.yaml"), PynqFolder.Open(folder.Path));
}
