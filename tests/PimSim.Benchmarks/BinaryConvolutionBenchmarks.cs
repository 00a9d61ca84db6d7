using BenchmarkDotNet.Attributes;
using PimSim.Bits;

namespace PimSim.Benchmarks;

/// <summary>Binary convolutions of the default network, one image, one thread.</summary>
[MemoryDiagnoser]
public class BinaryConvolutionBenchmarks
{
    private PackedImages images = new(1, 1, 1, 1);
    private PackedPanel[] panels = [];
    private BinaryConvolution convolution = new(new ConvolutionShape(1, 1, 1, 1, 1, 1, 1, 0, 1), padBit: false);
    private ulong[] row = [];
    private int[] result = [];

    /// <summary>Input size and channels, output channels.</summary>
    [Params("14x32x64", "6x64x128", "14x24x64")]
    public string Shape { get; set; } = "";

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(int.Parse)];
        var shape = new ConvolutionShape(sizes[0], sizes[0], sizes[1], sizes[2], 3, 3, 1, 1, 1);
        images = BinaryInputs.Images(1, shape.Height, shape.Width, shape.Channels, 1);
        panels = BinaryConvolution.Panels(shape, BinaryInputs.Matrix(shape.OutChannels, shape.PatchBits, 1UL << 40));
        convolution = new BinaryConvolution(shape, padBit: false);
        row = new ulong[shape.PatchWords];
        result = new int[shape.Positions * shape.OutChannels];
    }

    /// <summary>Patches and counts of a whole image.</summary>
    [Benchmark]
    public void Mismatches() => convolution.Mismatches(images, 0, panels, 0, convolution.Shape.Positions, result);

    /// <summary>The patches alone.</summary>
    [Benchmark]
    public void Patches()
    {
        ConvolutionShape shape = convolution.Shape;
        for (int y = 0; y < shape.OutHeight; y++)
        {
            for (int x = 0; x < shape.OutWidth; x++)
            {
                convolution.Packer.Pack(images, 0, 0, y - shape.Padding, x - shape.Padding, row);
            }
        }
    }
}
