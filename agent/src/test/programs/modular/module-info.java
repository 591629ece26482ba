/** An application that requires java.base alone. */
module modular {}
