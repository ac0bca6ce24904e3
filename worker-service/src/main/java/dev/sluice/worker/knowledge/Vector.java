package dev.sluice.worker.knowledge;

/** A text's place in a model's space: numbers of length one together. Not copied; nobody writes to it. */
final class Vector {

    private final float[] numbers;

    Vector(float[] numbers) {
        this.numbers = numbers;
    }

    float[] numbers() {
        return numbers;
    }

    int dimensions() {
        return numbers.length;
    }
}
