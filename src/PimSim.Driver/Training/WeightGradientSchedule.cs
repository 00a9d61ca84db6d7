using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Gradient of what a convolution multiplied with, for each block of images: one chain over images, windows and positions in order, an output channel
/// a lane, elements in registers. Gradients of positions are 0 where another one of the window took it.
/// </summary>
internal sealed class WeightGradientSchedule(StepScope x, BlockLayout layout, TrainingHost? host)
{
    private StepWriter W => x.W;

    private UnitGeometry G => x.G;

    private LayerShape Shape => layout.Shape;

    public void Run()
    {
        for (int slot = 0; slot < x.Images.Length; slot++)
        {
            for (int v = 0; v < layout.Outputs.Vectors; v++)
            {
                if (layout.Block.IsBinary)
                {
                    Binary(slot, v);
                }
                else
                {
                    Real(slot, v);
                }
            }
        }
    }

    /// <summary>Elements of the network's input; a load for each window.</summary>
    private void Real(int slot, int vector)
    {
        int tile = Math.Min(layout.Elements, Math.Min(G.Unit.VectorRegisters, G.Unit.InputRegisters * G.Lanes / layout.Positions));
        x.Parts(layout.Elements, tile, (first, n) =>
        {
            W.Clear(PimBuffer.Vector, 0, n);
            W.Loop(x.Images[slot] * Shape.PooledHeight, line => x.Records(layout.Windows[slot], line, 0, Shape.PooledWidth, (window, at) =>
            {
                x.LoadElements(layout.Positions * n, e => host!.Input(0, Image(slot, line.Value), Position(line.Value, window.Value, e / n), first.Value + (e % n)));
                W.Loop(layout.Positions, q => W.Row(VectorOperation.FusedMultiplyAdd, at + layout.PositionColumn(vector, 0) + q, 0, n, q * n));
            }));
            Send(slot, vector, first, n);
        });
    }

    /// <summary>Signs and true zeros of the inputs, two bits each, a register for each element of a tile: neighbouring channels of one kernel element.</summary>
    private void Binary(int slot, int vector)
    {
        int channels = Shape.Channels;
        int tile = Math.Min(G.Unit.InputRegisters, Math.Min(channels, G.Unit.VectorRegisters));
        W.Loop(layout.Taps, tap => x.Parts(channels, tile, (channel, n) => Tile(slot, vector, (tap * channels) + channel, n)));
    }

    private void Tile(int slot, int vector, StepIndex element, int n)
    {
        int perLine = Shape.PooledWidth * layout.Positions;
        W.Clear(PimBuffer.Vector, 0, n);
        x.Parts(x.Images[slot] * Shape.PooledHeight, G.LaneBits / (2 * perLine), (first, lines) =>
        {
            W.Loop(n, r => W.Load(r, words =>
            {
                for (int i = 0; i < lines * perLine; i++)
                {
                    int line = first.Value + (i / perLine);
                    int position = Position(line, i % perLine / layout.Positions, i % layout.Positions);
                    words[i / 32] |= host!.Ternary(layout.Index, Image(slot, line), position, element.Value + r.Value) << (i % 32 * 2);
                }
            }));
            W.Loop(lines, l => x.Records(layout.Windows[slot], first + l, 0, Shape.PooledWidth, (window, at) => W.Loop(layout.Positions, q => W.Row(
                VectorOperation.FusedMultiplyAddTernary,
                at + layout.PositionColumn(vector, 0) + q,
                0,
                n,
                bit: (l * (2 * perLine)) + (window * (2 * layout.Positions)) + (q * 2)))));
        });
        Send(slot, vector, element, n);
    }

    private void Send(int slot, int vector, StepIndex element, int n)
    {
        int block = x.FirstBlock + slot;
        W.Loop(n, r => x.ReadChannels(layout.Outputs, vector, r, (o, value) =>
            host!.Weights(layout.Index).Blocks[block][(o * layout.Elements) + element.Value + r.Value] = value));
    }

    private int Image(int slot, int line) => ((x.FirstBlock + slot) * TrainingWorkload.BlockImages) + (line / Shape.PooledHeight);

    private int Position(int line, int window, int position) =>
        Shape.Position((line % Shape.PooledHeight * Shape.PooledWidth) + window, position);
}
