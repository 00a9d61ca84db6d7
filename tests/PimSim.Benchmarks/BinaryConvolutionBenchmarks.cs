using BenchmarkDotNet.Attributes;
using PimSim.Bits;

namespace PimSim.Benchmarks;

/// <summary>Binary convolutions of the default network, one image, one thread.</summary>
[MemoryDiagnoser]
public class BinaryConvolutionBenchmarks
{
    private PackedImages _images = new(1, 1, 1, 1);
    private PackedPanel[] _panels = [];
    private BinaryConvolution _convolution = new(new ConvolutionShape(1, 1, 1, 1, 1, 1, 1, 0, 1), padBit: false);
    private ulong[] _row = [];
    private int[] _result = [];

    /// <summary>Input size and channels, output channels.</summary>
    [Params("14x32x64", "6x64x128", "14x24x64")]
    public string Shape { get; set; } = "";

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(int.Parse)];
        var shape = new ConvolutionShape(sizes[0], sizes[0], sizes[1], sizes[2], 3, 3, 1, 1, 1);
        _images = BinaryInputs.Images(1, shape.Height, shape.Width, shape.Channels, 1);
        _panels = BinaryConvolution.Panels(shape, BinaryInputs.Matrix(shape.OutChannels, shape.PatchBits, 1UL << 40));
        _convolution = new BinaryConvolution(shape, padBit: false);
        _row = new ulong[shape.PatchWords];
        _result = new int[shape.Positions * shape.OutChannels];
    }

    /// <summary>Patches and counts of a whole image.</summary>
    [Benchmark]
    public void Mismatches() => _convolution.Mismatches(_images, 0, _panels, 0, _convolution.Shape.Positions, _result);

    /// <summary>The patches alone.</summary>
    [Benchmark]
    public void Patches()
    {
        ConvolutionShape shape = _convolution.Shape;
        for (int y = 0; y < shape.OutHeight; y++)
        {
            for (int x = 0; x < shape.OutWidth; x++)
            {
                _convolution.Packer.Pack(_images, 0, 0, y - shape.Padding, x - shape.Padding, _row);
            }
        }
    }
}
